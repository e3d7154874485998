using Torghut.Contracts.Records;

namespace Torghut.Ta.Sink;

/// <summary>
/// The first of a partition's dead letters that the brokers refused. It stands for those behind it, which are not kept: there may be as many as records.
/// </summary>
internal sealed class RefusedLetter(DeadLetter letter)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private long _since;
    private bool _isUnderWay = true;
    private bool _hasMore;

    public DeadLetter Letter { get; private set; } = letter;

    /// <summary>How long it waits before it is sent again.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>Whether it is in its topic by now and others of the partition are not.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Whether it is to be sent now; who is told so sends it.</summary>
    public bool IsDue(TimeProvider time)
    {
        if (_isUnderWay || time.GetElapsedTime(_since) < Delay)
        {
            return false;
        }

        _isUnderWay = true;
        return true;
    }

    /// <summary>Takes note that a letter of the partition was refused; true when it is the one that is kept.</summary>
    public bool Refuse(DeadLetter letter, TimeProvider time)
    {
        _hasMore |= letter.Offset != Letter.Offset;
        if (letter.Offset > Letter.Offset)
        {
            return false;
        }

        Letter = letter;
        Delay = Delay == TimeSpan.Zero ? FirstDelay : Delay * 2 < LongestDelay ? Delay * 2 : LongestDelay;
        _since = time.GetTimestamp();
        _isUnderWay = false;
        return true;
    }

    /// <summary>Takes note that a letter of the partition is in its topic; true when nothing of the partition waits any more.</summary>
    public bool Take(DeadLetter letter)
    {
        if (letter.Offset != Letter.Offset)
        {
            return false;
        }

        IsTaken = _hasMore;
        return !_hasMore;
    }
}
