"""The figures of counties put together into a city's, of cities into a province's."""
