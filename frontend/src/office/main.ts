import './office.scss';
