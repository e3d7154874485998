namespace Torghut.Avro;

/// <summary>Why a reader cannot read everything that a writer may write. Kinds have the names that other implementations use.</summary>
public enum AvroIncompatibilityKind
{
    NameMismatch,
    FixedSizeMismatch,
    MissingEnumSymbols,
    ReaderFieldMissingDefaultValue,
    TypeMismatch,
    MissingUnionBranch,
}
