CREATE DATABASE IF NOT EXISTS `{{database.name}}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
{{#each-application}}
CREATE USER '{{database.user}}'@'{{address}}' IDENTIFIED BY '{{database.password}}';
GRANT ALL PRIVILEGES ON `{{database.grant-pattern}}`.* TO '{{database.user}}'@'{{address}}';
{{/each-application}}
