using Torghut.Common.Configuration;

namespace Torghut.Ws.CorporateActions;

/// <summary>Splits and changes of symbols.</summary>
internal sealed class CorporateActionOptions
{
    [ConfigurationKey("ENABLE_CORPORATE_ACTIONS", "Whether declared splits and changes of symbols are read over REST and published.")]
    public bool Enabled { get; set; } = true;

    [ConfigurationKey("CORPORATE_ACTIONS_POLL_MINUTES", "How often they are read.", Min = 1, Max = 240)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(60);
}
