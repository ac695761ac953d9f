"""What the design system promises."""
