using System.Text.RegularExpressions;
using Torghut.Common.Configuration;

namespace Torghut.Trading.Account;

/// <summary>The switches that decide whether orders may leave at all. The defaults let nothing leave.</summary>
internal sealed partial class SwitchOptions : IValidatableOptions
{
    private static readonly string[] PaperHosts = ["paper-api.alpaca.markets", "localhost", "127.0.0.1", "::1"];

    [ConfigurationKey("TRADING_ENABLED", "Whether the loop may send orders; false observes and records only.")]
    public bool Enabled { get; set; }

    [ConfigurationKey("TRADING_MODE", "Which kind of account orders go to.")]
    public TradingMode Mode { get; set; } = TradingMode.Paper;

    [ConfigurationKey("TRADING_LIVE_ENABLED", "Second switch for live trading.")]
    public bool LiveEnabled { get; set; }

    [ConfigurationKey("TRADING_LIVE_APPROVAL", "Reference of the approval record for live trading, for example a change number.")]
    public string LiveApproval { get; set; } = "";

    [ConfigurationKey("TRADING_KILL_SWITCH_ENABLED", "While true every order is refused with kill_switch_enabled.")]
    public bool KillSwitchEnabled { get; set; } = true;

    [ConfigurationKey("TRADING_KILL_SWITCH_OFF_REASON", "Why the kill switch is off; needed in live mode.")]
    public string KillSwitchOffReason { get; set; } = "";

    [ConfigurationKey("TRADING_EMERGENCY_STOP_ENABLED", "Whether the emergency-stop endpoint and its latch are in force.")]
    public bool EmergencyStopEnabled { get; set; } = true;

    [ConfigurationKey("TORGHUT_ACCOUNT_LABEL", "Label of the trading account in every record; it must name its mode, for example paper or live-main.")]
    public string AccountLabel { get; set; } = "paper";

    [ConfigurationKey("TRADING_STATE_DIR", "Directory of the local latch; it must survive restarts.")]
    public string StateDirectory { get; set; } = "state";

    [ConfigurationKey("ALPACA_TRADING_BASE_URL", "Root of Alpaca's trading interface.", Schemes = "http,https")]
    public Uri BrokerAddress { get; set; } = new("https://paper-api.alpaca.markets");

    public bool IsLive => Mode == TradingMode.Live;

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (!Label().IsMatch(AccountLabel))
        {
            yield return new("TORGHUT_ACCOUNT_LABEL", "lower-case letters, digits and '-', at most 32", $"'{AccountLabel}'");
        }

        if (!IsLive)
        {
            if (!PaperHosts.Contains(BrokerAddress.Host, StringComparer.OrdinalIgnoreCase))
            {
                yield return new("ALPACA_TRADING_BASE_URL", "Alpaca's paper host or this machine while TRADING_MODE=paper", $"'{BrokerAddress.Host}'");
            }

            if (LiveEnabled)
            {
                yield return new("TRADING_LIVE_ENABLED", "false while TRADING_MODE=paper", "'true'");
            }

            yield break;
        }

        if (!LiveEnabled)
        {
            yield return new("TRADING_LIVE_ENABLED", "true, because TRADING_MODE=live", "'false'");
        }

        if (string.IsNullOrWhiteSpace(LiveApproval))
        {
            yield return new("TRADING_LIVE_APPROVAL", "the approval record, because TRADING_MODE=live", null);
        }

        if (!AccountLabel.StartsWith("live", StringComparison.Ordinal))
        {
            yield return new("TORGHUT_ACCOUNT_LABEL", "a label that begins with live, because TRADING_MODE=live", $"'{AccountLabel}'");
        }

        if (!EmergencyStopEnabled)
        {
            yield return new("TRADING_EMERGENCY_STOP_ENABLED", "true, because TRADING_MODE=live", "'false'");
        }

        if (!KillSwitchEnabled && string.IsNullOrWhiteSpace(KillSwitchOffReason))
        {
            yield return new("TRADING_KILL_SWITCH_OFF_REASON", "a reason, because the kill switch is off and TRADING_MODE=live", null);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9\-]{0,31}\z")]
    private static partial Regex Label();
}
