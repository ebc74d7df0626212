// What cb parse is held against, on one file: the speed of memory and of simdjson.
//
//   scan memchr FILE     counts the bytes '{', as fast as the C library can find them
//   scan simdjson FILE   parses the file as one JSON text and adds up all numbers in it
//
// Prints the seconds of that work, without reading the file, and what it counted.

#include <simdjson.h>

#include <chrono>
#include <cstring>
#include <iostream>
#include <string_view>

namespace {

double count_braces(std::string_view text)
{
    double count = 0;
    while (const void* found = std::memchr(text.data(), '{', text.size())) {
        ++count;
        text.remove_prefix(static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) +
                           1);
    }
    return count;
}

double sum_of(simdjson::dom::element element)
{
    double sum = 0;
    simdjson::dom::array array;
    simdjson::dom::object object;
    double number = 0;
    if (element.get(array) == simdjson::SUCCESS) {
        for (const auto child : array) {
            sum += sum_of(child);
        }
    } else if (element.get(object) == simdjson::SUCCESS) {
        for (const auto [key, child] : object) {
            sum += sum_of(child);
        }
    } else if (element.get(number) == simdjson::SUCCESS) {
        sum = number;
    }
    return sum;
}

} // namespace

int main(int argc, char** argv)
{
    simdjson::padded_string text;
    if (argc != 3 || simdjson::padded_string::load(argv[2]).get(text) != simdjson::SUCCESS) {
        std::cerr << "usage: scan memchr|simdjson FILE\n";
        return 2;
    }
    const auto begin = std::chrono::steady_clock::now();
    double counted = 0;
    if (std::string_view{argv[1]} == "memchr") {
        counted = count_braces(text);
    } else {
        simdjson::dom::parser parser;
        simdjson::dom::element root;
        if (const auto error = parser.parse(text).get(root); error != simdjson::SUCCESS) {
            std::cerr << error << '\n';
            return 1;
        }
        counted = sum_of(root);
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    std::cout << wall.count() << ' ' << counted << '\n';
}
