namespace Torghut.Trading.Migrations;

/// <summary>
/// What the service's role may do with each table: read and add rows, and change or forget those that have a life of their own. It owns nothing, so it can
/// neither alter, drop nor truncate, and no trigger of the audit can be switched off by it. A table that is in no list here is out of its reach.
/// </summary>
internal static class ServiceRights
{
    /// <summary>Rows that change as time goes on.</summary>
    public static IReadOnlyList<string> Changing { get; } =
    [
        "strategies", "trade_decisions", "executions", "trade_cursor", "trading_lease", "trading_state", "account_activities", "account_days", "account_totals",
        "fill_positions", "unread_items", "llm_circuits", "llm_budget_days", "llm_reservations",
        "parity_days",
    ];

    /// <summary>Rows that are written once.</summary>
    public static IReadOnlyList<string> AppendOnly { get; } =
    [
        "order_events", "llm_decision_reviews", "llm_counterfactuals", "llm_demotions", "position_snapshots", "audit_log", "account_baselines", "account_books",
        "backtest_reports",
    ];

    /// <summary>Rows that are written once and forgotten after a time; there is no evidence in them.</summary>
    public static IReadOnlyList<string> Forgotten { get; } = ["signals_read"];

    /// <summary>Rows that only migrations write.</summary>
    public static IReadOnlyList<string> ReadOnly { get; } = ["schema_migrations"];

    /// <summary>The statements that grant them.</summary>
    /// <param name="role">The role's name, quoted.</param>
    public static string Grant(string role) =>
        $"""
        GRANT USAGE ON SCHEMA public TO {role};
        GRANT SELECT, INSERT, UPDATE ON {string.Join(", ", Changing)} TO {role};
        GRANT SELECT, INSERT ON {string.Join(", ", AppendOnly)} TO {role};
        GRANT SELECT, INSERT, DELETE ON {string.Join(", ", Forgotten)} TO {role};
        GRANT SELECT ON {string.Join(", ", ReadOnly)} TO {role};
        """;
}
