using System.ComponentModel.DataAnnotations;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Faults;

/// <summary>Holds the faults in force and counts them down.</summary>
internal sealed class FaultPanel
{
    private const int MaxDelayMs = 600_000;
    private readonly Lock _gate = new();
    private FaultState _state = new();

    public FaultState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Set(FaultState state)
    {
        if (state.DelayMs is < 0 or > MaxDelayMs)
        {
            throw new ValidationException($"delayMs is {state.DelayMs}; expected 0 to {MaxDelayMs}");
        }

        if (state.FailTimes < 0)
        {
            throw new ValidationException($"failTimes is {state.FailTimes}; expected 0 or more");
        }

        if (state.LoseResponses < 0)
        {
            throw new ValidationException($"loseResponses is {state.LoseResponses}; expected 0 or more");
        }

        if (state.BreakResponses < 0)
        {
            throw new ValidationException($"breakResponses is {state.BreakResponses}; expected 0 or more");
        }

        lock (_gate)
        {
            _state = state;
        }
    }

    /// <summary>How long this query has to wait.</summary>
    public TimeSpan DelayOf(ReadOnlySpan<byte> sql)
    {
        lock (_gate)
        {
            return _state.DelayMs > 0 && Applies(sql) ? TimeSpan.FromMilliseconds(_state.DelayMs) : TimeSpan.Zero;
        }
    }

    /// <summary>Counts one refusal down, when one is due for this query.</summary>
    /// <exception cref="EngineException">It is.</exception>
    public void ThrowIfDue(ReadOnlySpan<byte> sql)
    {
        lock (_gate)
        {
            if (_state.FailTimes == 0 || !Applies(sql))
            {
                return;
            }

            _state = _state with { FailTimes = _state.FailTimes - 1 };
        }

        throw EngineException.Of(_state.FailCode, "Refused by the fault panel", "FAULT_INJECTED");
    }

    /// <summary>Counts one lost response down, when one is due for this query.</summary>
    public bool LosesResponse(ReadOnlySpan<byte> sql)
    {
        lock (_gate)
        {
            if (_state.LoseResponses == 0 || !Applies(sql))
            {
                return false;
            }

            _state = _state with { LoseResponses = _state.LoseResponses - 1 };
            return true;
        }
    }

    /// <summary>Counts one broken response down, when one is due for this query.</summary>
    /// <returns>The error to break it with; null for none.</returns>
    public EngineException? BreaksResponse(ReadOnlySpan<byte> sql)
    {
        lock (_gate)
        {
            if (_state.BreakResponses == 0 || !Applies(sql))
            {
                return null;
            }

            _state = _state with { BreakResponses = _state.BreakResponses - 1 };
            return EngineException.Of(_state.FailCode, "Refused by the fault panel", "FAULT_INJECTED");
        }
    }

    private bool Applies(ReadOnlySpan<byte> sql)
    {
        if (_state.OnlyKeyword is not { Length: > 0 } keyword)
        {
            return true;
        }

        ReadOnlySpan<byte> start = sql.TrimStart(" \t\r\n"u8);
        return start.Length >= keyword.Length && System.Text.Ascii.EqualsIgnoreCase(start[..keyword.Length], keyword);
    }
}
