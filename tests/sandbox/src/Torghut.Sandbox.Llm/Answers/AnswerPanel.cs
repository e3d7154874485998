namespace Torghut.Sandbox.Llm.Answers;

/// <summary>Holds the answers to come, and what was asked.</summary>
internal sealed class AnswerPanel
{
    private const int MostKept = 100;

    private readonly Lock _gate = new();
    private readonly Queue<string> _requests = new();
    private IReadOnlyList<string> _answers = [AnswerKinds.Review];
    private long _asked;

    public long Asked
    {
        get
        {
            lock (_gate)
            {
                return _asked;
            }
        }
    }

    /// <summary>The bodies of the last requests, oldest first.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public AnswerPanelState State
    {
        get
        {
            lock (_gate)
            {
                return new AnswerPanelState { Answers = _answers, Asked = _asked };
            }
        }
    }

    /// <summary>Gives these answers, one a request; the last one for good.</summary>
    /// <exception cref="ArgumentException">There are none, or none of that name.</exception>
    public void Set(IReadOnlyList<string> answers)
    {
        if (answers.Count == 0 || answers.Any(answer => !AnswerKinds.All.Contains(answer)))
        {
            throw new ArgumentException($"answers is a list of {string.Join(", ", AnswerKinds.All)}", nameof(answers));
        }

        lock (_gate)
        {
            _answers = [.. answers];
        }
    }

    /// <summary>The number of a request, which is kept, and the answer that is its turn.</summary>
    public (long Number, string Answer) Take(string body)
    {
        lock (_gate)
        {
            if (_requests.Count == MostKept)
            {
                _requests.Dequeue();
            }

            _requests.Enqueue(body);
            var answer = _answers[0];
            if (_answers.Count > 1)
            {
                _answers = [.. _answers.Skip(1)];
            }

            return (++_asked, answer);
        }
    }
}
