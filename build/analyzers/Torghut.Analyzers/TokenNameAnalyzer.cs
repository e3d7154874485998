using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Torghut.Analyzers;

/// <summary>A cancellation token has one name everywhere: `cancellationToken`, or `stoppingToken` where a base class calls it so.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TokenNameAnalyzer : DiagnosticAnalyzer
{
    private const string Name = "cancellationToken";
    private const string HostName = "stoppingToken";

    private static readonly DiagnosticDescriptor Rule = new(
        "TH0001", "Name of a cancellation token", "Name this CancellationToken '" + Name + "', not '{0}'", "Style", DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(Check, SyntaxKind.Parameter);
    }

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        var parameter = (ParameterSyntax)context.Node;
        var type = parameter.Type is NullableTypeSyntax nullable ? nullable.ElementType : parameter.Type;
        if ((type is QualifiedNameSyntax qualified ? qualified.Right : type) is not IdentifierNameSyntax { Identifier.ValueText: "CancellationToken" })
        {
            return;
        }

        var name = parameter.Identifier.ValueText;
        var overrides = parameter.Parent?.Parent is MethodDeclarationSyntax method && method.Modifiers.Any(SyntaxKind.OverrideKeyword);
        if (name is not (Name or "_") && !(overrides && name == HostName))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, parameter.Identifier.GetLocation(), name));
        }
    }
}
