using Torghut.Alpaca.Streaming;

namespace Torghut.Ws.Health;

/// <summary>The stable words of <c>/readyz</c>, the status topic and metric labels.</summary>
internal static class ErrorClasses
{
    public const string SecondConnection = "alpaca_406_second_connection";
    public const string Authentication = "alpaca_auth";
    public const string SymbolLimit = "alpaca_symbol_limit";
    public const string Unknown = "unknown";

    /// <summary>Every class of the readiness report; gauges have one series each.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SecondConnection, Authentication, SymbolLimit, "kafka_auth", "kafka_metadata", "kafka_produce", Unknown];

    public static string Of(AlpacaStreamErrorKind kind) => kind switch
    {
        AlpacaStreamErrorKind.ConnectionLimit => SecondConnection,
        AlpacaStreamErrorKind.Authentication or AlpacaStreamErrorKind.InsufficientSubscription => Authentication,
        AlpacaStreamErrorKind.SymbolLimit => SymbolLimit,
        _ => Unknown,
    };
}
