using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>How a part's options travel to its process.</summary>
internal static class ComponentOptions
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutClocks } },
    };

    /// <summary>A clock is an object of its process and has no text.</summary>
    private static void LeaveOutClocks(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].PropertyType == typeof(TimeProvider))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
