using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Torghut.Analyzers;

/// <summary>A file holds one type and has its name, before a dot where a type has several files. Records and delegates of one line may stand beside the type
/// they serve.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OneTypeAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        "TH0003", "One type a file", "'{0}' belongs in a file of its own, named after it", "Style", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxTreeAction(Check);
    }

    private static void Check(SyntaxTreeAnalysisContext context)
    {
        var file = Path.GetFileNameWithoutExtension(context.Tree.FilePath);
        var types = context.Tree.GetRoot(context.CancellationToken)
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .ToList();
        foreach (var type in types)
        {
            var name = Identifier(type);
            var named = file == name.ValueText || file.StartsWith(name.ValueText + ".", StringComparison.Ordinal);
            if (!named && !(types.Count > 1 && OfOneLine(type)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, name.GetLocation(), name.ValueText));
            }
        }
    }

    private static SyntaxToken Identifier(SyntaxNode type) =>
        type is DelegateDeclarationSyntax function ? function.Identifier : ((BaseTypeDeclarationSyntax)type).Identifier;

    private static bool OfOneLine(SyntaxNode type)
    {
        var lines = type.SyntaxTree.GetLineSpan(type.Span);
        return type is RecordDeclarationSyntax or DelegateDeclarationSyntax && lines.StartLinePosition.Line == lines.EndLinePosition.Line;
    }
}
