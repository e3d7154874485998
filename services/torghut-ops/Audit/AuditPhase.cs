namespace Torghut.Ops.Audit;

/// <summary>How far a change is. One that was intended and never reported is unknown: look, before it is made again.</summary>
internal enum AuditPhase
{
    Refused,
    Intended,
    Done,
    Failed,
}
