#!/bin/sh
echo "The stand-in has no set-up of its own."
