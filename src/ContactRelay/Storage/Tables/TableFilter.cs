using System.Globalization;

namespace ContactRelay.Storage.Tables;

/// <summary>
/// Parts of a <c>$filter</c>
/// (https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities#constructing-filter-strings).
/// </summary>
internal static class TableFilter
{
    /// <summary>Every row.</summary>
    public const string Everything = "PartitionKey ge ''";

    /// <summary>In the place of a selection: all properties of a row.</summary>
    public const string WholeRows = "";

    /// <summary>Rows whose partition begins with <paramref name="prefix"/>, which must not be empty.</summary>
    public static string PartitionsFrom(string prefix) =>
        $"PartitionKey ge {Text(prefix)} and PartitionKey lt {Text(prefix[..^1] + (char)(prefix[^1] + 1))}";

    /// <summary>A time as the filter has it.</summary>
    public static string Time(DateTimeOffset time) => $"datetime'{Iso(time)}'";

    /// <summary>A time as a row has it.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    /// <summary>A text as the filter has it.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
