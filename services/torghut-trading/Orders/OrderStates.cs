using System.Collections.Frozen;
using Torghut.Trading.Json;

namespace Torghut.Trading.Orders;

/// <summary>The persisted names of <see cref="OrderState"/>.</summary>
internal static class OrderStates
{
    private static readonly FrozenDictionary<string, OrderState> ByName =
        Enum.GetValues<OrderState>().ToFrozenDictionary(state => CanonicalText.Of(state), StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = ByName.Keys;

    public static string Name(this OrderState state) => CanonicalText.Of(state);

    /// <exception cref="ArgumentException">The text names no state.</exception>
    public static OrderState Parse(string name) => ByName.TryGetValue(name, out var state) ? state
        : throw new ArgumentException($"Not an order state: '{name}'", nameof(name));
}
