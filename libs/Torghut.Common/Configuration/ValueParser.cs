using System.Globalization;
using System.Reflection;

namespace Torghut.Common.Configuration;

/// <summary>Turns an environment string into a property's type, or says what would have been accepted.</summary>
internal static class ValueParser
{
    public static bool TryParse(OptionKey key, string text, out object? value)
    {
        var type = Nullable.GetUnderlyingType(key.Property.PropertyType) ?? key.Property.PropertyType;
        value = null;
        if (type == typeof(string))
        {
            value = text;
            return true;
        }

        if (type == typeof(bool))
        {
            value = text.ToLowerInvariant() switch { "true" or "1" or "yes" => true, "false" or "0" or "no" => false, _ => null };
            return value is not null;
        }

        if (type == typeof(TimeSpan))
        {
            return TryParseDuration(key, text, out value);
        }

        if (type == typeof(Uri))
        {
            return TryParseUri(key, text, out value);
        }

        if (type == typeof(IReadOnlyList<string>))
        {
            value = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return true;
        }

        return type.IsEnum ? TryParseEnum(type, text, out value) : TryParseNumber(key, type, text, out value);
    }

    /// <summary>What the key accepts, for people: type, unit and range.</summary>
    public static string Expected(OptionKey key)
    {
        var type = Nullable.GetUnderlyingType(key.Property.PropertyType) ?? key.Property.PropertyType;
        if (type.IsEnum)
        {
            return "one of " + string.Join(", ", EnumTexts(type).Select(pair => pair.Text));
        }

        var what = type switch
        {
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(double) || type == typeof(decimal) => "a number",
            _ when type == typeof(TimeSpan) => "a whole number of " + DurationUnit.OfKey(key.Name).Name,
            _ when type == typeof(Uri) => key.Attribute.Schemes.Length > 0
                ? $"an absolute URL ({key.Attribute.Schemes.Replace(",", " or ", StringComparison.Ordinal)})" : "an absolute URL",
            _ when type == typeof(IReadOnlyList<string>) => "a comma-separated list",
            _ => "text",
        };
        return what + Range(key.Attribute);
    }

    /// <summary>A value as it would be written in the environment.</summary>
    public static string Format(OptionKey key, object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan duration => (duration.Ticks / DurationUnit.OfKey(key.Name).TicksPerUnit).ToString(CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => string.Join(',', list),
        Enum member => EnumTexts(member.GetType()).First(pair => pair.Value.Equals(member)).Text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Range(ConfigurationKeyAttribute attribute) => (double.IsNaN(attribute.Min), double.IsNaN(attribute.Max)) switch
    {
        (true, true) => "",
        (false, true) => string.Create(CultureInfo.InvariantCulture, $" of at least {attribute.Min}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $" of at most {attribute.Max}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" from {attribute.Min} to {attribute.Max}"),
    };

    private static bool InRange(ConfigurationKeyAttribute attribute, double number) => !(number < attribute.Min) && !(number > attribute.Max);

    private static bool TryParseDuration(OptionKey key, string text, out object? value)
    {
        value = null;
        var unit = DurationUnit.OfKey(key.Name);
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            || !InRange(key.Attribute, count)
            || Math.Abs((decimal)count) > TimeSpan.MaxValue.Ticks / unit.TicksPerUnit)
        {
            return false;
        }

        value = TimeSpan.FromTicks(count * unit.TicksPerUnit);
        return true;
    }

    private static bool TryParseUri(OptionKey key, string text, out object? value)
    {
        var jdbc = $"jdbc:{key.Attribute.JdbcName}:";
        if (key.Attribute.JdbcName.Length > 0 && text.StartsWith(jdbc, StringComparison.Ordinal))
        {
            text = HttpOfJdbc(text[jdbc.Length..]);
        }

        var parsed = Uri.TryCreate(text, UriKind.Absolute, out var uri);
        value = uri;
        return parsed && (key.Attribute.Schemes.Length == 0 || key.Attribute.Schemes.Split(',').Contains(uri!.Scheme, StringComparer.Ordinal));
    }

    /// <summary>
    /// The server's address, without the database; ssl is the one setting that says how it is reached, and a port that is not named is the interface's own.
    /// Whatever else it has stays, so that what an address must not have is refused here, too.
    /// </summary>
    private static string HttpOfJdbc(string rest)
    {
        var address = rest.StartsWith("//", StringComparison.Ordinal) ? "http:" + rest : rest;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return rest;
        }

        var settings = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        var others = settings.Where(setting => !setting.StartsWith("ssl=", StringComparison.OrdinalIgnoreCase)).ToList();
        var isTls = uri.Scheme == Uri.UriSchemeHttps || settings.Contains("ssl=true", StringComparer.OrdinalIgnoreCase);
        var user = uri.UserInfo.Length > 0 ? uri.UserInfo + "@" : "";
        var port = NamesPort(address) ? uri.Port : isTls ? 8443 : 8123;
        var query = others.Count > 0 ? "?" + string.Join('&', others) : "";
        return $"{(isTls ? "https" : "http")}://{user}{uri.Host}:{port}/{query}";
    }

    /// <summary>The runtime takes a scheme's usual port for none.</summary>
    private static bool NamesPort(string address)
    {
        var authority = address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('/', '?', '#')[0];
        return authority.LastIndexOf(':') > Math.Max(authority.LastIndexOf(']'), authority.LastIndexOf('@'));
    }

    private static bool TryParseEnum(Type type, string text, out object? value)
    {
        value = EnumTexts(type).Where(pair => pair.Text.Equals(text, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value).FirstOrDefault();
        return value is not null;
    }

    private static bool TryParseNumber(OptionKey key, Type type, string text, out object? value)
    {
        var culture = CultureInfo.InvariantCulture;
        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        value = type switch
        {
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? number : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? number : null,
            _ when type == typeof(double) => double.TryParse(text, Real, culture, out var number) && double.IsFinite(number) ? number : null,
            _ when type == typeof(decimal) => decimal.TryParse(text, Real, culture, out var number) ? number : null,
            _ => throw new InvalidOperationException($"{key.Name}: a property of type {type.Name} cannot be configured."),
        };
        return value is not null && InRange(key.Attribute, Convert.ToDouble(value, culture));
    }

    private static IEnumerable<(string Text, object Value)> EnumTexts(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (
            field.GetCustomAttribute<ConfigurationValueAttribute>()?.Text ?? field.Name.ToLowerInvariant(),
            field.GetValue(null)!));
}
