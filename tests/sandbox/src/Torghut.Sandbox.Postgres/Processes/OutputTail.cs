namespace Torghut.Sandbox.Postgres.Processes;

/// <summary>The last lines that a process wrote, for error messages.</summary>
internal sealed class OutputTail
{
    private const int Lines = 20;
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Lines)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }
}
