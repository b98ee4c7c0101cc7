using System.Collections.Concurrent;
using Azure.Core;

namespace ContactRelay.Tests.Secrets;

/// <summary>A credential that hands out one token, and keeps what was asked of it.</summary>
internal sealed class StandInCredential : TokenCredential
{
    private readonly ConcurrentQueue<TokenRequestContext> _asked = new();

    public string Token { get; } = $"token-{Guid.NewGuid():N}";

    /// <summary>What it throws instead of handing out its token.</summary>
    public Exception? Failure { get; init; }

    public IReadOnlyList<TokenRequestContext> Asked => [.. _asked];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        _asked.Enqueue(requestContext);
        return Failure is null ? new(Token, DateTimeOffset.UtcNow.AddHours(1)) : throw Failure;
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));
}
