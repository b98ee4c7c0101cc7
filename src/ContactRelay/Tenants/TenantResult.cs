using ContactRelay.Contacts;

namespace ContactRelay.Tenants;

/// <summary>What <see cref="TenantReader"/> made of a document.</summary>
/// <param name="Tenant">The tenant; null where the document was refused.</param>
/// <param name="Errors">What is wrong with the document, each with a pointer into it.</param>
/// <param name="IsSyntax">Whether what is wrong is that it is not JSON.</param>
public sealed record TenantResult(Tenant? Tenant, IReadOnlyList<FieldError> Errors, bool IsSyntax = false);
