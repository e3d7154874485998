using System.Globalization;
using System.Text.Json;

namespace Torghut.Alpaca;

/// <summary>Reads fields that Alpaca sends as strings, numbers or null, whichever it pleases.</summary>
internal static class JsonFields
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    extension(JsonElement element)
    {
        public string? Text(string name) => element.TryGetProperty(name, out var field)
            ? field.ValueKind switch
            {
                JsonValueKind.String => field.GetString(),
                JsonValueKind.Number => field.GetRawText(),
                _ => null,
            }
            : null;

        public string RequiredText(string name) => element.Text(name) ?? throw Missing(name);

        public decimal? Decimal(string name)
        {
            var text = element.Text(name);
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            return decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new FormatException($"Field '{name}' is not a decimal number.");
        }

        public decimal RequiredDecimal(string name) => element.Decimal(name) ?? throw Missing(name);

        public bool? OptionalFlag(string name) => element.TryGetProperty(name, out var field)
            ? field.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;

        public bool Flag(string name) => element.OptionalFlag(name) ?? false;

        public bool RequiredFlag(string name) => element.OptionalFlag(name) ?? throw Missing(name);

        public int? Integer(string name) => element.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.Number
            && field.TryGetInt32(out var value) ? value : null;

        public DateTimeOffset? Time(string name) => element.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String
            && field.TryGetDateTimeOffset(out var value) ? value : null;

        public DateTimeOffset RequiredTime(string name) => element.Time(name) ?? throw Missing(name);

        public IReadOnlyList<T> ToList<T>(Func<JsonElement, T> read)
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                throw new FormatException("An array was expected.");
            }

            var items = new List<T>(element.GetArrayLength());
            foreach (var item in element.EnumerateArray())
            {
                items.Add(read(item));
            }

            return items;
        }
    }

    private static FormatException Missing(string name) => new($"Field '{name}' is missing or has the wrong type.");
}
