using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Torghut.Trading.Json;

/// <summary>The one text form of each scalar that must never be a JSON number.</summary>
internal static class CanonicalText
{
    private static readonly ConcurrentDictionary<Enum, string> EnumNames = new();

    /// <summary>Decimals without trailing zeros, times as RFC 3339 UTC with seven digits, durations in seconds, enums in snake case.</summary>
    public static string Of(object value) => value switch
    {
        decimal number => Of(number),
        Guid id => id.ToString("D"),
        DateTimeOffset time => Of(time),
        TimeSpan span => Of((decimal)span.Ticks / TimeSpan.TicksPerSecond),
        Enum member => EnumNames.GetOrAdd(member, static m => SnakeCase(m.ToString())),
        _ => throw new NotSupportedException($"No canonical text for {value.GetType()}"),
    };

    public static string Of(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        if (!text.Contains('.', StringComparison.Ordinal))
        {
            return text == "-0" ? "0" : text;
        }

        text = text.TrimEnd('0').TrimEnd('.');
        return text == "-0" ? "0" : text;
    }

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var character in name)
        {
            if (char.IsUpper(character) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
