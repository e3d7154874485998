using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>The engine, or the server in front of it, refused a query.</summary>
/// <param name="code">ClickHouse's error number.</param>
/// <param name="message">Text as ClickHouse words it, "Code: N. DB::Exception: ...".</param>
internal sealed partial class EngineException(int code, string message) : Exception(message)
{
    /// <summary>ClickHouse's error number; 1002 (UNKNOWN_EXCEPTION) when the text names none.</summary>
    public int Code { get; } = code;

    /// <summary>From a text that the engine wrote.</summary>
    public static EngineException Parse(string message) =>
        CodePattern().Match(message) is { Success: true } match
            ? new EngineException(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), message)
            : Of(ErrorCodes.UnknownException, message, "UNKNOWN_EXCEPTION");

    /// <summary>In the shape of the engine's own texts.</summary>
    public static EngineException Of(int code, string what, string name) =>
        new(code, string.Create(CultureInfo.InvariantCulture, $"Code: {code}. DB::Exception: {what} ({name})"));

    [GeneratedRegex(@"Code: (\d{1,6})\.")]
    private static partial Regex CodePattern();
}
