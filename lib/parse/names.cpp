#include "parse/names.hpp"

namespace cb::parse {

namespace {

TestName split_at(std::string_view name, std::size_t at, std::size_t separator_size)
{
    return at == std::string_view::npos
               ? TestName{"default", name}
               : TestName{name.substr(0, at), name.substr(at + separator_size)};
}

} // namespace

TestName split_at_first(std::string_view name, std::string_view separator)
{
    return split_at(name, name.find(separator), separator.size());
}

TestName split_at_last(std::string_view name, std::string_view separator)
{
    return split_at(name, name.rfind(separator), separator.size());
}

void append_part(std::string& list, std::string_view part, std::string_view separator)
{
    list += list.empty() ? std::string_view{} : separator;
    list += part;
}

} // namespace cb::parse
