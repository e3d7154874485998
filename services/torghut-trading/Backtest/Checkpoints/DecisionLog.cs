namespace Torghut.Trading.Backtest.Checkpoints;

/// <summary>The file of decisions of a run that may be killed and go on: what was written after the last checkpoint is cut off, and written again.</summary>
internal sealed class DecisionLog : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;

    public DecisionLog(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        Writer = new StreamWriter(_file);
    }

    public StreamWriter Writer { get; }

    /// <summary>Makes sure that everything so far stays, and returns its length in bytes.</summary>
    public long Keep()
    {
        Writer.Flush();
        _file.Flush(flushToDisk: true);
        return _file.Length;
    }

    /// <summary>Goes on after so many bytes.</summary>
    /// <exception cref="InvalidDataException">They are not there any more.</exception>
    public void GoOnFrom(long length)
    {
        if (_file.Length < length)
        {
            throw new InvalidDataException($"{_path} is shorter than it was at the checkpoint. Without the checkpoint the run begins at its beginning.");
        }

        _file.SetLength(length);
        _file.Seek(length, SeekOrigin.Begin);
    }

    public void Dispose() => Writer.Dispose();
}
