namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>Quotes text for the few statements the server writes itself.</summary>
internal static class SqlLiteral
{
    public static string Quote(string text) => $"'{Escape(text, "'")}'";

    public static string Identifier(string name) => $"`{Escape(name, "`")}`";

    private static string Escape(string text, string quote) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(quote, "\\" + quote, StringComparison.Ordinal);
}
