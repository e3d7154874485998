using System.Text;

namespace Torghut.Common.Configuration;

/// <summary>Renders the keys of a service for <c>--help</c> and for the log of effective settings.</summary>
public static class ConfigurationHelp
{
    public static string Render(IEnumerable<Type> optionTypes)
    {
        var text = new StringBuilder();
        foreach (var key in optionTypes.Distinct().SelectMany(OptionKey.Of))
        {
            var standard = key.Attribute.Required ? "required" : ValueParser.Format(key, key.Default) is { Length: > 0 } value ? $"default {value}"
                : "optional";
            text.Append("  ").Append(key.Name).Append("  (").Append(ValueParser.Expected(key)).Append("; ").Append(standard).AppendLine(")");
            text.Append("      ").AppendLine(key.Attribute.Description);
        }

        return text.ToString();
    }

    /// <summary>Key and value pairs in force, secrets replaced.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Effective(OptionSet options)
    {
        foreach (var (type, instance) in options.All)
        {
            foreach (var key in OptionKey.Of(type))
            {
                var text = ValueParser.Format(key, key.Property.GetValue(instance));
                yield return new(key.Name, key.Attribute.Secret && text.Length > 0 ? "(not shown)" : text);
            }
        }
    }
}
