#include "runtime/robot_calibration.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <initializer_list>
#include <nlohmann/json.hpp>

namespace deckhand {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Decks are level to about a degree: a determinant far from 1 is no attitude.
constexpr double least_determinant = 0.5;

// The first of these names that is there as a text; its spelling has changed over the years.
std::string text_of(const json& object, std::initializer_list<const char*> names) {
  for (const auto* name : names)
    if (const auto found = object.find(name); found != object.end() && found->is_string()) return found->get<std::string>();
  return {};
}

measurement read_measurement(const json& object) {
  measurement made{text_of(object, {"lastModified", "last_modified"}), text_of(object, {"source"}),
                   text_of(object, {"tiprack", "definitionHash"}), text_of(object, {"uri"}), false};
  if (const auto status = object.find("status"); status != object.end() && status->is_object())
    for (const auto* name : {"markedBad", "marked_bad"}) made.is_marked_bad |= status->value(name, json(false)) == true;
  return made;
}

// In the order of their names: what is read does not hang on the file system.
std::vector<fs::path> json_files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator each{folder, error}, end; !error && each != end; each.increment(error))
    if (each->path().extension() == ".json") files.push_back(each->path());
  std::ranges::sort(files);
  return files;
}

/// Remembers the first thing that is wrong.
class calibration_reader {
 public:
  const std::string& problem() const { return problem_; }

  void read_deck(const fs::path& file, robot_calibration& into) {
    std::error_code error;
    if (!fs::exists(file, error)) return;
    const auto content = object_in(file);
    const auto place = file.string() + ": attitude";
    const auto rows = content.value("attitude", json{});
    deck_calibration deck{.pipette_serial = text_of(content, {"pipetteCalibratedWith", "pipette_calibrated_with"}),
                          .made = read_measurement(content)};
    if (!rows.is_array() || rows.size() != deck.attitude.size()) return complain(place, "must be a list of three rows");
    for (std::size_t i = 0; i < rows.size(); ++i)
      deck.attitude[i] = three_numbers(rows[i], place + "[" + std::to_string(i) + "]");
    if (!inverse_of(deck.attitude)) complain(place, "is no attitude of a deck");
    into.deck = std::move(deck);
  }

  void read_offset(const fs::path& file, mount on, robot_calibration& into) {
    const auto content = object_in(file);
    const auto offset = three_numbers(content.value("offset", json{}), file.string() + ": offset");
    into.pipette_offsets.push_back({on, file.stem().string(), {offset[0], offset[1], offset[2]}, read_measurement(content)});
  }

  void read_tip_lengths(const fs::path& file, robot_calibration& into) {
    const auto content = object_in(file);
    for (const auto& [key, entry] : content.items()) {
      const auto place = file.string() + ": " + key;
      if (!entry.is_object()) return complain(place, "must be an object");
      tip_length tip{file.stem().string(), number(entry.value("tipLength", json{}), place + ".tipLength"),
                     read_measurement(entry)};
      const bool is_uri = key.find('/') != std::string::npos;
      (is_uri ? tip.made.tip_rack_uri : tip.made.tip_rack) = key;
      if (tip.made.tip_rack_uri.empty()) complain(place, "has no uri");
      if (tip.length_mm <= 0) complain(place + ".tipLength", "must be more than 0");
      into.tip_lengths.push_back(std::move(tip));
    }
  }

 private:
  void complain(const std::string& place, std::string_view message) {
    if (problem_.empty()) problem_ = place + ": " + std::string{message};
  }

  json object_in(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    auto content = json::parse(stream, nullptr, false);
    if (content.is_object()) return content;
    complain(file.string(), stream.is_open() ? "is no JSON object" : "cannot be read");
    return json::object();
  }

  double number(const json& value, const std::string& place) {
    if (value.is_number() && std::isfinite(value.get<double>())) return value.get<double>();
    complain(place, "must be a number");
    return 0;
  }

  std::array<double, 3> three_numbers(const json& value, const std::string& place) {
    std::array<double, 3> numbers{};
    if (!value.is_array() || value.size() != numbers.size()) {
      complain(place, "must be a list of three numbers");
      return numbers;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = number(value[i], place + "[" + std::to_string(i) + "]");
    return numbers;
  }

  std::string problem_;
};

}  // namespace

std::optional<attitude_matrix> inverse_of(const attitude_matrix& m) {
  const auto cofactor = [&](std::size_t row, std::size_t column) {
    const auto r1 = (row + 1) % 3, r2 = (row + 2) % 3, c1 = (column + 1) % 3, c2 = (column + 2) % 3;
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
  };
  const double determinant = m[0][0] * cofactor(0, 0) + m[0][1] * cofactor(0, 1) + m[0][2] * cofactor(0, 2);
  if (!(std::abs(determinant) >= least_determinant)) return std::nullopt;
  attitude_matrix inverse;
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column) inverse[row][column] = cofactor(column, row) / determinant;
  return inverse;
}

point operator*(const attitude_matrix& m, const point& at) {
  const auto along = [&](const std::array<double, 3>& row) { return row[0] * at.x_mm + row[1] * at.y_mm + row[2] * at.z_mm; };
  return {along(m[0]), along(m[1]), along(m[2])};
}

point robot_calibration::offset_of(mount on, std::string_view pipette_serial) const {
  for (const auto& each : pipette_offsets)
    if (each.on == on && each.pipette_serial == pipette_serial) return each.offset;
  return {};
}

std::optional<double> robot_calibration::tip_length_mm(std::string_view pipette_serial, std::string_view tip_rack_uri) const {
  for (const auto& each : tip_lengths)
    if (each.pipette_serial == pipette_serial && each.made.tip_rack_uri == tip_rack_uri) return each.length_mm;
  return std::nullopt;
}

tl::expected<robot_calibration, std::string> read_robot_calibration(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) return tl::unexpected{folder.string() + ": is no folder"};
  const auto robot = fs::is_directory(folder / "robot", error) ? folder / "robot" : folder;
  calibration_reader reader;
  robot_calibration read;
  reader.read_deck(robot / "deck_calibration.json", read);
  for (const auto on : all_mounts)
    for (const auto& file : json_files_in(robot / "pipettes" / to_string(on))) reader.read_offset(file, on, read);
  for (const auto& file : json_files_in(folder / "tip_lengths"))
    if (file.stem() != "index") reader.read_tip_lengths(file, read);
  if (!reader.problem().empty()) return tl::unexpected{reader.problem()};
  return read;
}

}  // namespace deckhand
