using System.Net;

namespace ContactRelay.Functions.OpenApi;

/// <summary>An answer.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Description">What it means.</param>
/// <param name="Content">Its body; null where it has none.</param>
/// <param name="Headers">The names of headers that say something.</param>
internal sealed record Answer(HttpStatusCode Status, string Description, Content? Content = null, params IReadOnlyList<string> Headers)
{
    /// <summary>Bodies of other media types that it may have instead.</summary>
    public IReadOnlyList<Content> Others { get; init; } = [];
}
