using Torghut.Common.Configuration;

namespace Torghut.Trading.Migrations;

/// <summary>When migrations run.</summary>
internal sealed class MigrationOptions
{
    [ConfigurationKey("TRADING_MIGRATE_AT_START", "Apply missing migrations before the service starts.")]
    public bool AtStart { get; set; }
}
