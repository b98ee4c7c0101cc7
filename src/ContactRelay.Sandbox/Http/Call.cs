using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Http;

/// <summary>One call of a provider.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Segments">The decoded path segments after the provider's root.</param>
/// <param name="Query">The query.</param>
/// <param name="Headers">The headers, each byte of a value as one Latin-1 character.</param>
/// <param name="Body">The body.</param>
/// <param name="Now">When it arrived.</param>
/// <param name="Apply">Whether a change is kept; without it the answer is the same.</param>
internal sealed record Call(
    string Method,
    string[] Segments,
    IQueryCollection Query,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset Now,
    bool Apply)
{
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    public bool IsGet => HttpMethods.IsGet(Method);

    public bool IsPut => HttpMethods.IsPut(Method);

    public bool IsPost => HttpMethods.IsPost(Method);
}
