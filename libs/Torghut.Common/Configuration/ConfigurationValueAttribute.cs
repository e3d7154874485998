namespace Torghut.Common.Configuration;

/// <summary>How an enum member is written in the environment; without it, the member's name in lower case.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ConfigurationValueAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}
