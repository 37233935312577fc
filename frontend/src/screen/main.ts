import './screen.css';
