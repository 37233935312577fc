"""Sites without people: they take the public way (line, gate, ticket) and publish a picture and a tone."""
