namespace Torghut.Trading.Execution;

/// <summary>
/// When the market is closed by what the broker announced twice. No answer opens it then, until answers have contradicted the announcement for a while and
/// none repeated it; an answer that says closed counts at once. See ADR 0034.
/// </summary>
/// <param name="doubt">For how long answers must contradict what was announced.</param>
internal sealed class AnnouncedHours(TimeSpan doubt)
{
    /// <summary>How many announcements are kept; one is enough while nobody contradicts the other.</summary>
    private const int Kept = 8;

    private readonly List<Announcement> _announcements = [];

    /// <summary>Takes a believed answer; returns whether the session is open.</summary>
    /// <param name="answer">What the broker says.</param>
    /// <param name="now">Market time, rather late than early.</param>
    /// <param name="at">When the answer came, by a clock that only runs forward.</param>
    public bool IsOpen(MarketClock answer, DateTimeOffset now, TimeSpan at)
    {
        var isRepeated = false;
        foreach (var announcement in _announcements)
        {
            if (announcement.IsRepeatedBy(answer, now))
            {
                (announcement.Times, announcement.Against) = (announcement.Times + 1, null);
                isRepeated = true;
            }
            else if (announcement.IsContradictedBy(answer, now))
            {
                announcement.Against ??= at;
            }
        }

        _announcements.RemoveAll(announcement => now >= announcement.Until || at - announcement.Against >= doubt);
        if (!isRepeated)
        {
            Add(new Announcement(answer.IsOpen ? answer.NextClose : now, answer.NextOpen));
        }

        return answer.IsOpen && now < answer.NextClose && !_announcements.Exists(announcement => announcement.Times > 1 && now >= announcement.From);
    }

    private void Add(Announcement announcement)
    {
        if (_announcements.Count == Kept)
        {
            _announcements.Remove(_announcements.Find(kept => kept.Times == 1) ?? announcement);
        }

        if (_announcements.Count < Kept && announcement.From < announcement.Until)
        {
            _announcements.Add(announcement);
        }
    }

    /// <param name="from">When the market closes.</param>
    /// <param name="until">When it opens again.</param>
    private sealed class Announcement(DateTimeOffset from, DateTimeOffset until)
    {
        public DateTimeOffset From => from;

        public DateTimeOffset Until => until;

        /// <summary>How often it was said.</summary>
        public long Times { get; set; } = 1;

        /// <summary>When it was contradicted first since it was said last.</summary>
        public TimeSpan? Against { get; set; }

        public bool IsRepeatedBy(MarketClock answer, DateTimeOffset now) =>
            answer.NextOpen == until && (answer.IsOpen ? answer.NextClose == from : now >= from);

        public bool IsContradictedBy(MarketClock answer, DateTimeOffset now) =>
            answer.NextOpen < until || (answer.IsOpen && answer.NextClose > (now > from ? now : from));
    }
}
