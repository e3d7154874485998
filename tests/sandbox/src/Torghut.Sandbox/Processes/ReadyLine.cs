namespace Torghut.Sandbox.Processes;

/// <summary>The line with which a part's process says that it answers, and where. Log lines may stand before it.</summary>
internal static class ReadyLine
{
    private const string Prefix = "ready at ";

    public static string For(string address) => Prefix + address;

    public static bool TryParse(string line, out string address)
    {
        address = line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..] : "";
        return address.Length > 0;
    }
}
