using ContactRelay.Contacts;

namespace ContactRelay.Providers;

/// <summary>What <see cref="IContactProvider.BuildRequest"/> made of changes.</summary>
/// <param name="Request">The request; null where there is something wrong.</param>
/// <param name="Errors">What is wrong.</param>
public sealed record BuildResult(ProviderRequest? Request, IReadOnlyList<FieldError> Errors);
