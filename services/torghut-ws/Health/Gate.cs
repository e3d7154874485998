namespace Torghut.Ws.Health;

/// <summary>One condition of readiness, with the class of what keeps it shut. Safe for concurrent use.</summary>
internal sealed class Gate
{
    private volatile GateState _state = new(false, null);

    /// <summary>Whether it holds, and the error class when it does not; the class is null while nothing has failed yet.</summary>
    public (bool Holds, string? ErrorClass) State
    {
        get
        {
            var state = _state;
            return (state.Holds, state.ErrorClass);
        }
    }

    public void Open() => _state = new(true, null);

    public void Shut(string? errorClass) => _state = new(false, errorClass);

    private sealed record GateState(bool Holds, string? ErrorClass);
}
