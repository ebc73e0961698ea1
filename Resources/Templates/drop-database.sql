DROP DATABASE IF EXISTS `{{database.name}}`;
