CREATE DATABASE IF NOT EXISTS `{{database.name}}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
