namespace Torghut.Sandbox.Processes;

/// <summary>The end of a log file, for error messages: without the frames of a stack trace, which would leave no room for what went wrong.</summary>
internal static class LogTail
{
    private const int Lines = 15;

    public static string Of(string path)
    {
        if (!File.Exists(path))
        {
            return $"(no log at {path})";
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var last = new Queue<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.TrimStart().StartsWith("at ", StringComparison.Ordinal))
            {
                continue;
            }

            last.Enqueue(line);
            if (last.Count > Lines)
            {
                last.Dequeue();
            }
        }

        return $"The end of {path}:\n" + string.Join('\n', last.Select(line => "  " + line));
    }
}
