/**
 * What goes over the line and comes back from an act: the mirror of the server's structs.
 * A struct that leaves out its defaults has optional fields here.
 */

export * from './protocol/messages.js';
export * from './protocol/values.js';
export * from './protocol/views.js';
