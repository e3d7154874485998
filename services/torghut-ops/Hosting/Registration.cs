using Torghut.Common.Configuration;
using Torghut.Common.Hosting;
using Torghut.Ops.Actuation;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
using Torghut.Ops.Exporters;
using Torghut.Ops.Http;
using Torghut.Ops.Pages;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Symbols;
using Torghut.Ops.TechnicalAnalysis;
using Torghut.Ops.TradingHistory;

namespace Torghut.Ops.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class Registration
{
    public static void Add(IServiceCollection services, OptionSet options) => services
        .AddSymbols().AddSnapshots().AddTechnicalAnalysis().AddTradingHistory().AddOpenApiDocument().AddPages()
        .AddSingleton<RoleTokens>().AddSingleton<ReadMetrics>().AddSingleton<RequestAudit>().AddSingleton<ActuationDesk>()
        .AddSingleton<ExporterMetrics>().AddSingleton<KafkaMetrics>().AddSingleton<AdvisoryGuardrailMetrics>()
        .AddServiceLoop<ExporterLoop>("exporters").AddServiceLoop<ClusterCopies>("cluster_copies")
        .AddSingleton<LiveObjects>().AddServiceLoop<SelfHealExpiry>("self_heal_expiry");
}
