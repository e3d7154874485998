namespace Torghut.Ops.Snapshots.Probes;

/// <summary>What Linux says of a process (proc(5), <c>/proc/pid/stat</c>).</summary>
internal static class ProcessState
{
    public const string Gone = "gone";

    public static string Of(int pid)
    {
        try
        {
            return Read(File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (IOException)
        {
            return Gone;
        }
    }

    /// <summary>The state stands behind the name, which is in parentheses and may hold any character.</summary>
    internal static string Read(string stat)
    {
        var end = stat.LastIndexOf(')');
        return (end < 0 || end + 2 >= stat.Length ? '?' : stat[end + 2]) switch
        {
            'Z' or 'X' or 'x' => Gone,
            'T' or 't' => "stopped",
            '?' => "unknown",
            _ => "running",
        };
    }
}
