using System.Reflection;

namespace Torghut.Common.Configuration;

/// <summary>A property of an options class together with the key that sets it.</summary>
public sealed record OptionKey(PropertyInfo Property, ConfigurationKeyAttribute Attribute, object? Default)
{
    public string Name => Attribute.Key;

    /// <summary>The keys of an options class in order of declaration, with the defaults of a fresh instance.</summary>
    public static IReadOnlyList<OptionKey> Of(Type optionsType)
    {
        var fresh = Activator.CreateInstance(optionsType)!;
        return [.. optionsType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (Property: property, Attribute: property.GetCustomAttribute<ConfigurationKeyAttribute>()))
            .Where(pair => pair.Attribute is not null)
            .Select(pair => new OptionKey(pair.Property, pair.Attribute!, pair.Property.GetValue(fresh)))];
    }
}
