using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.State;

namespace Torghut.Ta.Engine;

/// <summary>
/// Corporate actions of one symbol. They stand in the trades log, so that where the indicators begin anew is decided by the order of that log alone:
/// with the first bar that closes after the declaration and whose window begins when the action takes effect or later. A declaration that comes again is
/// known already. Obeys ADR 0030 (docs/adr/0030-corporate-actions.md).
/// </summary>
internal sealed class DeclaredActions
{
    /// <summary>Actions that are kept of one symbol; the oldest go.</summary>
    public const int Most = 8;

    /// <summary>Seconds after which an action that no bar came for is past.</summary>
    private const long Lasting = 8 * 24 * 3_600;

    private readonly List<DeclaredAction> _actions = [];

    /// <summary>In the order in which they take effect.</summary>
    public IReadOnlyList<DeclaredAction> All => _actions;

    /// <returns>False when it is known already.</returns>
    public bool Declare(in CorporateAction action)
    {
        var declared = new DeclaredAction(action.Kind, Nanos.CeilingSecond(action.EffectiveTs), 0);
        if (_actions.Exists(known => known.Kind == declared.Kind && known.EffectiveSecond == declared.EffectiveSecond))
        {
            return false;
        }

        _actions.Insert(_actions.FindLastIndex(known => known.EffectiveSecond <= declared.EffectiveSecond) + 1, declared);
        if (_actions.Count > Most)
        {
            _actions.RemoveAt(0);
        }

        return true;
    }

    /// <summary>The kind of the action that the bar is the first under; null when it is none's.</summary>
    /// <param name="endSecond">End of the bar's window.</param>
    public string? DueAt(long endSecond)
    {
        foreach (var action in _actions)
        {
            if (IsDue(action, endSecond))
            {
                return action.Kind;
            }
        }

        return null;
    }

    /// <summary>Notes a bar that closed as the first one under whatever is due.</summary>
    /// <returns>Whether anything was, so that the indicators begin anew with it.</returns>
    public bool Apply(long endSecond)
    {
        var applied = false;
        for (var i = 0; i < _actions.Count; i++)
        {
            if (IsDue(_actions[i], endSecond))
            {
                _actions[i] = _actions[i] with { FirstBar = endSecond };
                applied = true;
            }
        }

        return applied;
    }

    /// <summary>The kind of the action whose first bar ended then; null for none.</summary>
    public string? MarkOf(long endSecond)
    {
        foreach (var action in _actions)
        {
            if (action.FirstBar == endSecond)
            {
                return action.Kind;
            }
        }

        return null;
    }

    /// <summary>Whether a bar that is not closed yet may be the first under an action.</summary>
    /// <param name="closedSecond">Windows that end here or before are closed.</param>
    public bool IsAwaited(long closedSecond) => _actions.Exists(action => action.FirstBar == 0 && closedSecond < action.EffectiveSecond + Lasting);

    public void Write(StateWriter writer)
    {
        writer.WriteLong(_actions.Count);
        foreach (var action in _actions)
        {
            writer.WriteString(action.Kind);
            writer.WriteLong(action.EffectiveSecond);
            writer.WriteLong(action.FirstBar);
        }
    }

    public static DeclaredActions Read(ref StateReader reader)
    {
        var read = new DeclaredActions();
        for (var left = reader.ReadCount(3); left > 0; left--)
        {
            read._actions.Add(new DeclaredAction(reader.ReadString(), reader.ReadLong(), reader.ReadLong()));
        }

        return read;
    }

    private static bool IsDue(in DeclaredAction action, long endSecond) =>
        action.FirstBar == 0 && endSecond > action.EffectiveSecond && endSecond <= action.EffectiveSecond + Lasting;
}
