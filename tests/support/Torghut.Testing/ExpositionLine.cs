using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Testing;

/// <summary>A line of a page in Prometheus' text format, written the one way: labels in order, numbers as numbers.</summary>
/// <param name="Key">A comment as it is, or a sample's name and labels.</param>
/// <param name="Name">The sample's name, or the family's that a comment is about.</param>
/// <param name="Value">The sample's value; null for a comment.</param>
public sealed partial record ExpositionLine(string Key, string Name, double? Value)
{
    public bool IsComment => Value is null;

    /// <summary>Every line that is not empty.</summary>
    public static IReadOnlyList<ExpositionLine> ReadAll(string page) => [.. page.Split('\n').Where(line => line.Length > 0).Select(Read)];

    private static ExpositionLine Read(string line)
    {
        if (line[0] == '#')
        {
            return new ExpositionLine(line, line.Split(' ')[2], null);
        }

        var space = line.LastIndexOf(' ');
        var (series, name) = (line[..space], line[..line.IndexOfAny(['{', ' '])]);
        var labels = Label().Matches(series).Select(match => $"{match.Groups[1].Value}={Canonical(match.Groups[1].Value, match.Groups[2].Value)}")
            .Order(StringComparer.Ordinal);
        return new ExpositionLine($"{name}{{{string.Join(',', labels)}}}", name, double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>A bucket's bound is a number: 1e-06 is 0.000001.</summary>
    private static string Canonical(string label, string value) =>
        label == "le" && value != "+Inf" ? double.Parse(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) : value;

    [GeneratedRegex("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();
}
