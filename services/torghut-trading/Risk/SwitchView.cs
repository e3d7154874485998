using Torghut.Trading.Account;

namespace Torghut.Trading.Risk;

/// <param name="EntriesBlockedByUnknown">An earlier order's outcome is unknown.</param>
/// <param name="Reconciled">Start-up reconciliation has finished.</param>
/// <param name="ExternalOrderPresent">The broker holds an order that is not ours.</param>
internal sealed record SwitchView(
    bool TradingEnabled,
    TradingMode Mode,
    bool LiveEnabled,
    bool KillSwitchEnabled,
    bool EmergencyStopActive,
    TradingState State,
    bool EntriesBlockedByUnknown,
    bool Reconciled,
    bool ExternalOrderPresent);
